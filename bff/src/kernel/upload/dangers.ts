/** Split, so that this very file does not set off the scanners it imitates. */
const testVirus = ['EICAR-STANDARD', 'ANTIVIRUS-TEST-FILE'].join('-')
const scripts = ['<script', '<?php', '<html', '<!doctype html', 'javascript:']
const zipEnd = Buffer.from('PK\x05\x06', 'latin1')
const programs = [Buffer.from('\x7fELF', 'latin1'), Buffer.from('#!/', 'latin1')]

/** Whether a picture's bytes would also be read as something else by something else: a page, a script, an archive, a document. */
export function hidesSomething(bytes: Buffer): boolean {
  if (hasTestVirus(bytes)) return true
  const text = bytes.toString('latin1').toLowerCase()
  if (scripts.some((mark) => text.includes(mark))) return true
  if (bytes.subarray(0, 2048).includes('%PDF-')) return true
  if (isZip(bytes)) return true
  return programs.some((mark) => bytes.subarray(0, mark.length).equals(mark))
}

export const hasTestVirus = (bytes: Buffer): boolean => bytes.includes(testVirus)

/** Archives are read from their end, whatever stands before them. */
export function isZip(bytes: Buffer): boolean {
  const at = bytes.lastIndexOf(zipEnd)
  // The end record points back at a directory that must lie inside the file.
  if (at < 0 || at + 22 > bytes.length) return false
  return bytes.readUInt32LE(at + 12) + bytes.readUInt32LE(at + 16) <= bytes.length && bytes.readUInt16LE(at + 10) > 0
}
