/** The number used once that lets this very page's styles in; the server writes it into the page and the policy. */
export const pageNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/**
 * The parts take the number from their settings, except where they lock the scrolling behind a dialog.
 * Style elements therefore get it when they are made; no page of ours takes markup from outside.
 */
if (pageNonce !== '') {
  const create = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = pageNonce
    return element
  }) as typeof document.createElement
}
