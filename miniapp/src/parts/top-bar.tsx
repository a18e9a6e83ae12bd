/** The messenger draws the bar with title and back by itself. */
export function TopBar(_props: { title: string; root: boolean }) {
  return null
}
