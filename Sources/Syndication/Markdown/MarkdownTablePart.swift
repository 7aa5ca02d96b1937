internal import CLibcmarkGFM

/// The nodes of a table. libcmark-gfm gives out their types only by name.
enum MarkdownTablePart {
  /// The table.
  case table
  /// A row, of the head or of the body.
  case row
  /// A cell.
  case cell

  /// The part that a node is; `nil` for any other node.
  init?(_ node: OpaquePointer) {
    switch String(cString: cmark_node_get_type_string(node)) {
    case "table": self = .table
    case "table_row", "table_header": self = .row
    case "table_cell": self = .cell
    default: return nil
    }
  }
}
