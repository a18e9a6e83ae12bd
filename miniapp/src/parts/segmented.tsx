import { Box, Scroll, Tap } from '@/platform/elements'
import './segmented.css'

/** Parts of one page, side by side. */
export function Segmented<T extends string>({
  value,
  options,
  onChange,
  label,
  name,
}: {
  value: T
  options: readonly { value: T; words: string; count?: number }[]
  onChange: (value: T) => void
  label: string
  /** Where a page has several, so that equal values of two keep ids of their own. */
  name?: string
}) {
  return (
    <Scroll across className="segmented" role="tablist" label={label}>
      <Box className="segmented-row">
        {options.map((option) => (
          <Tap
            key={option.value}
            id={`segment-${name === undefined ? '' : `${name}-`}${option.value}`}
            className={`segment ${option.value === value ? 'segment-on' : ''}`}
            role="tab"
            checked={option.value === value}
            onTap={() => onChange(option.value)}
          >
            {option.words}
            {option.count ? <Box className="segment-count number">{option.count > 99 ? '99+' : option.count}</Box> : null}
          </Tap>
        ))}
      </Box>
    </Scroll>
  )
}
