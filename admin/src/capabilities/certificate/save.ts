/** Hands a text to the person as a file of this name. */
export function saveText(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
