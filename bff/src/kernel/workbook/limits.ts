/** What one workbook may hold. Enough for the largest estate at once, and little enough that no file can take the house down. */
export const workbookLimits = {
  fileBytes: 20 * 1024 * 1024,
  entries: 2000,
  /** All that the parts of a file unpack to. */
  unpackedBytes: 256 * 1024 * 1024,
  /** A part that grows more than this is no text that people wrote; small ones may. */
  ratio: 100,
  ratioFrom: 16 * 1024 * 1024,
  sharedLetters: 32 * 1024 * 1024,
  rows: 20_000,
  columns: 200,
  cellLetters: 2000,
  merges: 5000,
} as const
