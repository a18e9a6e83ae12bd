import type { Elsewhere } from '@liren/client'

/** Words of the address that a sign-in page added, read once. A ticket in the address would be kept by the history. */
export const elsewhere: Elsewhere = {
  leaveFor: (url) => location.assign(url),
  cameBack(word) {
    const url = new URL(location.href)
    const [state, ticket] = [url.searchParams.get(word), url.searchParams.get('ticket')]
    if (state === null) return null
    for (const name of [word, 'ticket']) url.searchParams.delete(name)
    history.replaceState(history.state, '', url)
    return ticket === null ? null : { state, ticket }
  },
}
