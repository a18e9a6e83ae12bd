const apple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** What the key beside the space bar is called on this machine. */
export const modKey = apple ? '⌘' : 'Ctrl'
