import { useState } from 'react'
import type { Point } from './gcj'
import type { GroundProps } from './props'
import './ground.css'

/** A metre is one unit of the drawing, the north on top. */
const metresPerDegree = 111_320
const margin = 12
const zooms = [1, 1.6, 2.6, 4.2] as const

/** The ground as a drawing of our own: no pictures from anywhere, and as sharp as the screen. */
export function Ground({ label, bounds, shapes, lines = [], marks, chosen, onChoose, words }: GroundProps) {
  const [zoom, setZoom] = useState(0)
  const shrink = Math.cos((((bounds.south + bounds.north) / 2) * Math.PI) / 180)
  const place = ([longitude, latitude]: Point) =>
    [(longitude - bounds.west) * metresPerDegree * shrink + margin, (bounds.north - latitude) * metresPerDegree + margin] as const
  const [width, height] = [place([bounds.east, bounds.south])[0] + margin, place([bounds.east, bounds.south])[1] + margin]
  const path = (points: readonly Point[]) =>
    points
      .map((point) =>
        place(point)
          .map((n) => n.toFixed(1))
          .join(','),
      )
      .join(' ')
  // what is chosen stays in the middle when one comes closer
  const scale = zooms[zoom] ?? 1
  const heart = marks.find(({ id }) => id === chosen)?.at
  const [x, y] = heart ? place(heart) : [width / 2, height / 2]
  const [w, h] = [width / scale, height / scale]
  const left = Math.min(Math.max(0, x - w / 2), width - w)
  const top = Math.min(Math.max(0, y - h / 2), height - h)
  const unit = w / 100
  return (
    <div className="ground">
      <svg className="ground-sheet" viewBox={`${left} ${top} ${w} ${h}`} role="img" aria-label={label}>
        {shapes.map(({ id, shape, kind, points }) =>
          shape === 'area' ? (
            <polygon key={id} className={`ground-${kind}`} points={path(points)} />
          ) : shape === 'line' ? (
            <polyline key={id} className={`ground-${kind} ground-way`} points={path(points)} />
          ) : null,
        )}
        {lines.map(({ id, points }) => (
          <polygon key={id} className="ground-around" points={path(points)} />
        ))}
        {shapes
          .filter(({ kind, name }) => kind === 'building' && name !== '')
          .map(({ id, name, longitude, latitude }) => (
            <text
              key={id}
              x={place([longitude, latitude])[0]}
              y={place([longitude, latitude])[1]}
              fontSize={unit * 3.2}
              className="ground-name"
            >
              {name}
            </text>
          ))}
        {marks.map(({ id, at, name, tone }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list below is the way for keys
          <g key={id} className={`ground-mark ground-${tone}`} data-mark={id} onClick={() => onChoose(id)}>
            <title>{name}</title>
            <circle cx={place(at)[0]} cy={place(at)[1]} r={unit * (id === chosen ? 3.4 : 2.2)} />
          </g>
        ))}
      </svg>
      <div className="ground-keys">
        <button
          type="button"
          className="ground-key"
          aria-label={words.closer}
          disabled={zoom === zooms.length - 1}
          onClick={() => setZoom(zoom + 1)}
        >
          +
        </button>
        <button type="button" className="ground-key" aria-label={words.farther} disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
          −
        </button>
      </div>
    </div>
  )
}
