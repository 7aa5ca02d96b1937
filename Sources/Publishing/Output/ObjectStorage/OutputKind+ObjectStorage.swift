#if ObjectStorage
  extension OutputKind {
    /// A place in a bucket of S3-compatible object storage: `s3://bucket/prefix`.
    static let objectStorage = OutputKind(
      recognises: OutputLocation.isObjectStorage,
      open: { location, settings in
        let output = ObjectStorageOutput(try StoreSession.session(for: location, settings), settings)
        if settings.takesOver { try output.takeOver() }
        return output
      },
      source: { location, settings in
        ObjectStorageSource(try StoreSession.session(for: location, settings).store)
      })
  }
#endif
