import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useWords } from '../../app/language/use.ts'
import { Card } from '../page/page.tsx'
import style from './chart.module.css'
import { words } from './words.ts'

interface Props {
  /** Says the question or the finding. */
  readonly title: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly ReactNode[])[]
  readonly children: ReactNode
}

/** A chart with its numbers: the table is the same data for those who cannot or would not read the drawing. */
export function ChartCard({ title, heads, rows, children }: Props) {
  const t = useWords(words)
  const [asTable, setAsTable] = useState(false)
  return (
    <Card
      title={title}
      extra={
        <Button size="small" type="text" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'chart' : 'table')}
        </Button>
      }
    >
      {asTable ? (
        <div className={style.scroll}>
          <table className={style.table}>
            <caption className="visually-hidden">{title}</caption>
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a finished table
                <tr key={index}>
                  {row.map((cell, column) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: as above
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        children
      )}
    </Card>
  )
}
