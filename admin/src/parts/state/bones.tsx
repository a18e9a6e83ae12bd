import type { CSSProperties } from 'react'
import { useWords } from '../../app/language/use.ts'
import style from './state.module.css'
import { words } from './words.ts'

/** One grey shape where something will stand. */
export const Bone = ({ width = '100%', height = 14, style: own }: { width?: number | string; height?: number; style?: CSSProperties }) => (
  <span className={style.bone} style={{ width, height, ...own }} />
)

/** Rows in the place and height of the table that will replace them; shown only when it takes longer than 200 ms. */
export function TableBones({ rows = 8, columns = [2, 3, 1, 1, 1] }: { rows?: number; columns?: readonly number[] }) {
  const t = useWords(words)
  return (
    <div className={`${style.rows} ${style.late}`} role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones have no identity
        <div key={row} className={style.row} style={{ gridTemplateColumns: columns.map((share) => `${share}fr`).join(' ') }}>
          {columns.map((share, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <Bone key={column} width={`${55 + ((row * 17 + column * 29 + share * 7) % 40)}%`} />
          ))}
        </div>
      ))}
    </div>
  )
}

/** Lines of a text or a description. */
export function LineBones({ lines = 4, height = 14 }: { lines?: number; height?: number }) {
  const t = useWords(words)
  return (
    <div className={style.late} role="status" aria-label={t('loading')} style={{ display: 'grid', gap: 14, padding: '6px 0' }}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones have no identity
        <Bone key={line} height={height} width={`${92 - ((line * 23) % 40)}%`} />
      ))}
    </div>
  )
}
