import type { Position } from '@liren/contract/map/position'
import { InputNumber } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { IconButton } from '../../app/layout/icon-button.tsx'
import { Card } from '../../parts/page/page.tsx'
import type { Sheet, Step } from './edit-state.ts'
import { words } from './edit-words.ts'
import style from './map.module.css'

/** Corners as numbers: the way without a mouse, and the one for coordinates that were measured. */
export function CornerTable({ sheet, step }: { sheet: Sheet; step: (step: Step) => void }) {
  const t = useWords(words)
  const corners = sheet.type === 'Polygon' ? sheet.points.slice(0, -1) : sheet.points
  const move = (from: Position, to: Position) => step({ do: 'move', from, to, goesOn: false })
  return (
    <Card title={t('corners')}>
      <div className={style.scroll} style={{ maxHeight: 320, overflowY: 'auto' }}>
        <table className={style.matrix}>
          <caption className="visually-hidden">{t('corners')}</caption>
          <tbody>
            {corners.map((corner, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place in the ring
              <tr key={i}>
                {([0, 1] as const).map((axis) => (
                  <td key={axis}>
                    <InputNumber
                      size="small"
                      controls={false}
                      aria-label={`${t('corner', { number: i + 1 })} ${t(axis === 0 ? 'longitude' : 'latitude')}`}
                      value={corner[axis]}
                      precision={7}
                      onChange={(value) => {
                        if (value !== null) move(corner, axis === 0 ? [value, corner[1]] : [corner[0], value])
                      }}
                    />
                  </td>
                ))}
                <td>
                  <IconButton
                    icon="trash"
                    label={t('removeCorner', { number: i + 1 })}
                    onClick={() => step({ do: 'remove', at: corner })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
