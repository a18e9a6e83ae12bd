import type { ReactNode } from 'react'

interface Props {
  readonly caption: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly ReactNode[])[]
}

const cell = { padding: '6px 8px', borderBottom: '1px solid var(--line)', whiteSpace: 'nowrap' } as const

/** A few numbers side by side; the first column names, the others count. */
export function PlainTable({ caption, heads, rows }: Props) {
  return (
    <div style={{ overflowX: 'auto' }}>
      <table style={{ width: '100%', borderCollapse: 'collapse' }}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={head} scope="col" style={{ ...cell, textAlign: index === 0 ? 'left' : 'right', fontWeight: 600 }}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={String(at)}>
              {row.map((one, index) => (
                <td key={heads[index]} style={{ ...cell, textAlign: index === 0 ? 'left' : 'right' }}>
                  {one}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export const shown = (value: number): string => value.toLocaleString('zh-CN', { maximumFractionDigits: Math.abs(value) < 100 ? 1 : 0 })
