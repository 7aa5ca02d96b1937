#if ObjectStorage
  import Foundation
  import TestSupport
  import Testing

  @testable import Publishing

  @Suite("The credentials of object storage")
  struct StoreCredentialsTests {
    private let home: TemporaryDirectory

    init() throws { home = try TemporaryDirectory() }

    private func credentials(_ environment: [String: String] = [:]) -> StoreCredentials {
      StoreCredentials(environment: ["HOME": home.path].merging(environment) { $1 })
    }

    @Test func `come from the environment first`() throws {
      try home.write("[default]\naws_access_key_id = A\naws_secret_access_key = B\n", to: ".aws/credentials")
      let environment = ["AWS_ACCESS_KEY_ID": "C", "AWS_SECRET_ACCESS_KEY": "D", "AWS_SESSION_TOKEN": "E"]
      let key = try credentials(environment).current()
      #expect((key.accessKey, key.secretKey, key.sessionToken) == ("C", "D", "E"))
      #expect(try credentials(["AWS_ACCESS_KEY_ID": "C"]).current().accessKey == "A")
    }

    @Test func `come from the profile, of the credentials and then of the configuration`() throws {
      try home.write(
        """
        # those of the newsroom
        [default]
        aws_access_key_id=A
        aws_secret_access_key=B

        [ kestrel ]
        aws_access_key_id = C
        aws_secret_access_key = D=+/
        aws_session_token = E
        """, to: ".aws/credentials")
      try home.write(
        """
        [default]
        region = eu-west-3
        s3 =
          region = of-another-setting
        [profile orrin]
        aws_access_key_id = F
        aws_secret_access_key = G
        region = eu-north-1
        """, to: ".aws/config")
      #expect(try credentials().current().accessKey == "A")
      #expect(credentials().region == "eu-west-3")
      let key = try credentials(["AWS_PROFILE": "kestrel"]).current()
      #expect((key.accessKey, key.secretKey, key.sessionToken) == ("C", "D=+/", "E"))
      #expect("\(key)" == "the profile kestrel in \(home.path)/.aws/credentials")
      #expect(try credentials(["AWS_PROFILE": "orrin"]).current().accessKey == "F")
      #expect(credentials(["AWS_PROFILE": "orrin"]).region == "eu-north-1")
      #expect(credentials(["AWS_PROFILE": "orrin", "AWS_DEFAULT_REGION": "x"]).region == "x")
    }

    @Test func `are read again when a file changes`() throws {
      let path = ["AWS_SHARED_CREDENTIALS_FILE": home.path("keys")]
      try home.write("[default]\naws_access_key_id = A\naws_secret_access_key = B\n", to: "keys")
      let credentials = credentials(path)
      #expect(try credentials.current().accessKey == "A")
      try home.write("[default]\naws_access_key_id = Other\naws_secret_access_key = B\n", to: "keys")
      #expect(try credentials.current().accessKey == "Other")
    }

    @Test func `are missing, with all places where they are searched`() throws {
      let error = #expect(throws: PublishingError.self) { try credentials().current() }
      #expect(
        error?.isConfiguration(
          "AWS_ACCESS_KEY_ID", "\(home.path)/.aws/credentials", "\(home.path)/.aws/config")
          == true)
      try home.write("[profile quill]\ncredential_process = /bin/x\n", to: ".aws/config")
      let other = #expect(throws: PublishingError.self) {
        try credentials(["AWS_PROFILE": "quill"]).current()
      }
      #expect(other?.isConfiguration("the profile quill", "credential_process") == true)
    }
  }
#endif
