import { type ImportRow, type WorkbookImport, workbook } from '@liren/contract/capabilities/workbook'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useLanguage, useText, useWords } from '../../app/language/use.ts'
import { FormError } from '../../parts/form/error.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { words } from './words.ts'

const e = workbook.endpoints

interface Props {
  readonly item: WorkbookImport
  readonly state: 'faulty' | 'kept'
  readonly onFixed: () => void
}

/** Rows that are not right, each with all its faults; the cells concerned are corrected here. */
export function FaultRows({ item, state, onFixed }: Props) {
  const t = useWords(words)
  const asked = usePages(e.rows, { params: { id: item.id }, query: { state, limit: 20 } })
  const fix = useAction(e.fix)
  const send = async (row: { number: number; cells?: Record<string, string>; isSkipped?: boolean }) => {
    await fix.run({ params: { id: item.id }, body: { rows: [row] } })
    asked.reload()
    onFixed()
  }
  return (
    <section style={{ display: 'grid', gap: 12 }}>
      <h3 style={{ margin: 0 }}>{t(state === 'faulty' ? 'faults' : 'keptRows')}</h3>
      <FormError error={fix.error} loose={fix.error?.faults ?? []} />
      <Shown asked={asked}>
        {(rows) => (
          <>
            {rows.map((row) => (
              <Row
                key={`${row.number}.${JSON.stringify(row.cells)}`}
                row={row}
                item={item}
                mayFix={state === 'faulty'}
                isRunning={fix.running}
                send={send}
              />
            ))}
            {asked.more && <Button onClick={asked.next}>{t('more')}</Button>}
          </>
        )}
      </Shown>
    </section>
  )
}

interface RowProps {
  readonly row: ImportRow
  readonly item: WorkbookImport
  readonly mayFix: boolean
  readonly isRunning: boolean
  readonly send: (row: { number: number; cells?: Record<string, string>; isSkipped?: boolean }) => Promise<void>
}

function Row({ row, item, mayFix, isRunning, send }: RowProps) {
  const t = useWords(words)
  const say = useText()
  const language = useLanguage()
  const [typed, setTyped] = useState<Record<string, string>>({})
  const labels = new Map(item.columns.map(({ key, label }) => [key, say(label)]))
  const keys = [...new Set(row.faults.map(({ column }) => column))]
  return (
    <article style={{ border: '1px solid var(--line)', borderRadius: 8, padding: 12, display: 'grid', gap: 8 }}>
      <strong>
        {t('row')} {row.number}
      </strong>
      {keys.map((key) => (
        <div key={key} style={{ display: 'grid', gap: 4 }}>
          <span>
            {labels.get(key) ?? key}{' '}
            <span style={{ color: 'var(--danger)' }}>
              {row.faults
                .filter(({ column }) => column === key)
                .map((fault) => `${fault.address ?? ''} ${fault[language]}`.trim())
                .join(language === 'zh' ? '；' : '; ')}
            </span>
          </span>
          {mayFix && (
            <Input
              value={typed[key] ?? row.cells[key] ?? ''}
              maxLength={2000}
              aria-label={labels.get(key) ?? key}
              autoComplete="off"
              onChange={(event) => setTyped((before) => ({ ...before, [key]: event.target.value }))}
            />
          )}
        </div>
      ))}
      {mayFix && (
        <div style={{ display: 'flex', gap: 8 }}>
          <Button
            size="small"
            type="primary"
            loading={isRunning}
            disabled={Object.keys(typed).length === 0}
            onClick={() => void send({ number: row.number, cells: typed })}
          >
            {t('save')}
          </Button>
          <Button size="small" disabled={isRunning} onClick={() => void send({ number: row.number, isSkipped: true })}>
            {t('skip')}
          </Button>
        </div>
      )}
    </article>
  )
}
