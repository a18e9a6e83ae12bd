import { Map as Chart } from '@tarojs/components'
import { dark as darkColours, light } from '@/look/tokens'
import { Box } from '../elements'
import { type Point, toGcj } from './gcj'
import type { GroundProps } from './props'
import './ground.css'

/** Here and nowhere else coordinates are turned into those of the messenger. */
const corner = (point: Point) => {
  const [longitude, latitude] = toGcj(point)
  return { longitude, latitude }
}
/** What is drawn over the messenger's own map: it has streets and waters of its own. */
const drawnKinds = ['boundary', 'building', 'green', 'parking', 'space']

/** The map of the messenger with our outlines and marks on it. */
export function Ground({ label, bounds, shapes, lines = [], marks, chosen, onChoose, dark }: GroundProps) {
  const tokens = dark ? darkColours : light
  const middle = corner([(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2])
  const heart = marks.find(({ id }) => id === chosen)
  const fill = { building: tokens.sunken, green: tokens.successTint, parking: tokens.infoTint, space: tokens.accentTint } as const
  const areas = shapes.filter(({ shape, kind }) => shape === 'area' && drawnKinds.includes(kind))
  const choose = (number: number | string) => {
    const mark = marks[Number(number)]
    if (mark) onChoose(mark.id)
  }
  const shown = heart ? corner(heart.at) : middle
  return (
    <Box className="ground" label={label}>
      <Chart
        className="ground-sheet"
        {...shown}
        scale={heart ? 18 : 16}
        polygons={[
          ...areas.map(({ kind, points }) => ({
            points: points.map(corner),
            strokeWidth: kind === 'boundary' ? 2 : 1,
            strokeColor: kind === 'boundary' ? tokens.primary : tokens.text3,
            fillColor: kind in fill ? `${fill[kind as keyof typeof fill]}CC` : '#00000000',
          })),
          ...lines.map(({ points }) => ({
            ...{ points: points.map(corner), strokeWidth: 3, strokeColor: tokens.primary, fillColor: `${tokens.primaryTint}55` },
          })),
        ]}
        markers={marks.map(({ at, name }, i) => ({
          ...{ id: i, ...corner(at), iconPath: '', width: 24, height: 24 },
          callout: {
            ...{ content: name, fontSize: 12, borderRadius: 6, padding: 4, textAlign: 'center' as const, anchorX: 0, anchorY: 0 },
            ...{ color: tokens.text1, bgColor: tokens.surface, borderWidth: 1, borderColor: tokens.primary },
            display: 'ALWAYS' as const,
          },
        }))}
        onMarkerTap={({ detail }) => choose(detail.markerId)}
        onCalloutTap={({ detail }) => choose(detail.markerId)}
        onError={() => undefined}
      />
    </Box>
  )
}
