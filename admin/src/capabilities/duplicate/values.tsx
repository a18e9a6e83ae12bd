import type { DuplicateDetail } from '@liren/contract/capabilities/duplicate'
import { Checkbox, Radio } from 'antd'
import { useState } from 'react'
import { useText, useWords } from '../../app/language/use.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { valueFromText } from '../../engines/archive/told.ts'
import { useValueText } from '../../engines/archive/value.tsx'
import { DayText } from '../../parts/text/time.tsx'
import { otherSide, type SideName } from './choice.ts'
import style from './duplicate.module.css'
import { words } from './words.ts'

interface Props {
  readonly pair: DuplicateDetail
  readonly keep: SideName
  readonly take: readonly string[]
  readonly onKeep: (side: SideName) => void
  readonly onTake: (take: readonly string[]) => void
}

/** Every value of both files beside each other; a click takes the one that shall count. */
export function Values({ pair, keep, take, onKeep, onTake }: Props) {
  const t = useWords(words)
  const say = useText()
  const { definition } = archiveCalled(pair.archive)
  const told = useValueText(definition)
  const [isBrief, setBrief] = useState(true)
  const isOpen = pair.can.includes('merge')
  const chosen = (field: string): SideName => (take.includes(field) ? otherSide(keep) : keep)
  const pick = (field: string, side: SideName) =>
    onTake(side === keep ? take.filter((name) => name !== field) : [...take.filter((name) => name !== field), field])
  const shown = (field: string, value: string | null) => (value === null ? t('none') : told(field, valueFromText(definition, field, value)))
  const rows = pair.rows.filter((row) => !isBrief || !row.isSame)
  return (
    <>
      <Checkbox checked={isBrief} onChange={({ target }) => setBrief(target.checked)}>
        {t('onlyDifferent')}
      </Checkbox>
      <div className={style.wrap}>
        <table className={style.table}>
          <caption className="visually-hidden">{t('compare')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('field')}</th>
              {(['first', 'second'] as const).map((side) => (
                <th scope="col" key={side}>
                  <span className={style.side}>
                    <strong>{t(side)}</strong>
                    <span className={style.hint}>
                      {pair[side].place ?? '–'} · <DayText at={pair[side].enteredAt} /> · {Math.round(pair[side].complete * 100)}%
                    </span>
                    {isOpen ? (
                      <Radio checked={keep === side} onChange={() => onKeep(side)}>
                        {t('keep')}
                      </Radio>
                    ) : null}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.field}>
                <th scope="row">
                  {say(definition.fields[row.field]?.label)}
                  {row.isDenied ? <div className={style.denied}>{t('denied')}</div> : null}
                </th>
                {(['first', 'second'] as const).map((side) => {
                  const isPicked = isOpen && !row.isSame && chosen(row.field) === side
                  const isChoice = isOpen && !row.isSame && !definition.fields[row.field]?.derived
                  return (
                    <td key={side} className={isPicked ? style.picked : undefined}>
                      {isChoice ? (
                        <Radio checked={isPicked} aria-label={t('take')} onChange={() => pick(row.field, side)}>
                          {shown(row.field, row[side])}
                        </Radio>
                      ) : (
                        shown(row.field, row[side])
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
