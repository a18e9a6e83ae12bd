/** The messenger keeps the focus of its own sheets; there is nothing to hold here. */
export function holdFocus(_id: string, _onEscape: () => void): () => void {
  return () => undefined
}
