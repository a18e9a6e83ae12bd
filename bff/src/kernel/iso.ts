const dayMs = 86_400_000
const two = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'))

let day = Number.NaN
let date = ''

/** `new Date(at).toISOString()` at a fraction of the cost: the instants of one answer mostly share their day. */
export function iso(at: number): string {
  const today = Math.floor(at / dayMs)
  if (today !== day) {
    date = new Date(at).toISOString().slice(0, -13)
    day = today
  }
  const ms = at - today * dayMs
  const seconds = Math.floor(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  return `${date}${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:${two[seconds % 60]}.${String(ms % 1000).padStart(3, '0')}Z`
}
