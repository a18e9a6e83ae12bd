import { Box } from '@/platform/elements'
import './bars.css'

const shown = (value: number): string => (Math.round(value * 100) / 100).toString()

/** A curve as bars: each carries its number for those who cannot see its height. */
export function Bars({
  title,
  empty,
  bars,
  unit,
}: {
  title: string
  empty: string
  bars: readonly { key: string; value: number }[]
  unit: string
}) {
  // no more words below the bars than fit side by side
  const every = bars.length <= 12 ? 1 : Math.ceil(bars.length / 6)
  const most = Math.max(...bars.map(({ value }) => value), 0)
  if (bars.length === 0) return empty === '' ? null : <Box className="secondary">{empty}</Box>
  return (
    <Box className="bars" label={`${title}: ${bars.map(({ key, value }) => `${key} ${shown(value)} ${unit}`).join(', ')}`}>
      <Box className="secondary">{title}</Box>
      <Box className="bars-row">
        {bars.map(({ key, value }, index) => (
          <Box key={key} className="bars-slot">
            <Box className="bars-bar" style={{ height: `${most === 0 ? 1 : Math.max(1, Math.round((value / most) * 64))}px` }} />
            <Box className="bars-key secondary number">{index % every === 0 ? key : '\u00a0'}</Box>
          </Box>
        ))}
      </Box>
    </Box>
  )
}
