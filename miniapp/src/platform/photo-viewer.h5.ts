/** Photos over the whole window: arrows and swipe change, tap or Escape closes. */
export function showPhotos(urls: readonly string[], start: number): void {
  const before = document.activeElement as HTMLElement | null
  const sheet = document.createElement('div')
  sheet.className = 'photo-viewer'
  sheet.setAttribute('role', 'dialog')
  sheet.setAttribute('aria-modal', 'true')
  sheet.tabIndex = -1
  const image = document.createElement('img')
  const count = document.createElement('span')
  sheet.append(image, count)
  let at = start
  const show = (next: number) => {
    at = (next + urls.length) % urls.length
    image.src = urls[at] ?? ''
    image.alt = `${at + 1} / ${urls.length}`
    count.textContent = image.alt
  }
  const close = () => {
    sheet.remove()
    before?.focus()
  }
  let from = 0
  sheet.addEventListener('touchstart', ({ touches }) => {
    from = touches[0]?.clientX ?? 0
  })
  sheet.addEventListener('touchend', ({ changedTouches }) => {
    const moved = (changedTouches[0]?.clientX ?? from) - from
    if (Math.abs(moved) > 40) show(at + (moved < 0 ? 1 : -1))
  })
  sheet.addEventListener('click', close)
  sheet.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close()
    if (key === 'ArrowRight') show(at + 1)
    if (key === 'ArrowLeft') show(at - 1)
  })
  show(start)
  document.body.append(sheet)
  sheet.focus()
}
