import type { Archive } from '@liren/contract/archive/index'
import type { ReviewDetail } from '@liren/contract/capabilities/review'
import { Checkbox } from 'antd'
import { useText, useWords } from '../../app/language/use.ts'
import { valueFromText } from '../../engines/archive/told.ts'
import { useValueText } from '../../engines/archive/value.tsx'
import style from './review.module.css'
import { words } from './words.ts'

type Change = ReviewDetail['changes'][number]
export type Opened = Readonly<Record<string, Pick<Change, 'before' | 'after'>>>

interface ChangesProps {
  readonly definition: Archive
  readonly changes: readonly Change[]
  /** What was revealed for a reason; the rest stays masked. */
  readonly opened: Opened
  readonly chosen: readonly string[] | undefined
  readonly onChoose: (chosen: readonly string[]) => void
}

/** Before and after of each value, the difference seen at once; ticked are those that will be written. */
export function Changes({ definition, changes, opened, chosen, onChoose }: ChangesProps) {
  const t = useWords(words)
  const say = useText()
  const told = useValueText(definition)
  const text = (name: string, value: string | null) => (value === null ? t('none') : told(name, valueFromText(definition, name, value)))
  return (
    <table className={style.changes}>
      <caption className="visually-hidden">{t('details')}</caption>
      <thead>
        <tr>
          {chosen ? <th scope="col">{t('choose')}</th> : null}
          <th scope="col">{t('field')}</th>
          <th scope="col">{t('before')}</th>
          <th scope="col">{t('after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => {
          const { field } = change
          const { before, after } = opened[field] ?? change
          const label = say(definition.fields[field]?.label)
          return (
            <tr key={field}>
              {chosen ? (
                <td>
                  <Checkbox
                    aria-label={label}
                    checked={chosen.includes(field)}
                    disabled={change.isOutdated}
                    onChange={({ target }) => onChoose(target.checked ? [...chosen, field] : chosen.filter((name) => name !== field))}
                  />
                </td>
              ) : null}
              <th scope="row">{label}</th>
              <td>
                <span className={before === null ? undefined : style.was}>{text(field, before)}</span>
                {change.isOutdated ? <div className={style.outdated}>{t('current', { value: text(field, change.current) })}</div> : null}
              </td>
              <td>
                <span className={style.now}>{text(field, after)}</span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
