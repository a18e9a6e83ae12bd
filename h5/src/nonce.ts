/**
 * The page may only use styles that the server vouches for. Those that libraries add while running carry the
 * number of this page; without one (another server) they are left alone.
 */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content

if (nonce && !nonce.startsWith('__')) {
  const create = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (name.toLowerCase() === 'style') element.setAttribute('nonce', nonce)
    return element
  }) as typeof document.createElement
}

export {}
