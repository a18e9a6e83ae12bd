/** Hands a text to the person as a file of this name. */
export function saveText(name: string, text: string, type = 'application/x-pem-file'): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
