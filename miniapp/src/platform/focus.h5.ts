const focusable =
  'button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select, a[href], [tabindex]:not([tabindex="-1"])'

/** Keep the keyboard inside a dialog while it is open, and give the focus back afterwards. */
export function holdFocus(id: string, onEscape: () => void): () => void {
  const before = document.activeElement as HTMLElement | null
  const inside = () => [...(document.getElementById(id)?.querySelectorAll<HTMLElement>(focusable) ?? [])]
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onEscape()
    if (event.key !== 'Tab') return
    const all = inside()
    const [first, last] = [all[0], all[all.length - 1]]
    const at = document.activeElement
    if (event.shiftKey && at === first) {
      event.preventDefault()
      last?.focus()
    } else if (!event.shiftKey && (at === last || !all.includes(at as HTMLElement))) {
      event.preventDefault()
      first?.focus()
    }
  }
  document.addEventListener('keydown', onKey)
  const timer = window.setTimeout(() => {
    const all = inside()
    if (!all.includes(document.activeElement as HTMLElement)) (all[1] ?? all[0])?.focus({ preventScroll: true })
  }, 30)
  return () => {
    window.clearTimeout(timer)
    document.removeEventListener('keydown', onKey)
    before?.focus?.({ preventScroll: true })
  }
}
