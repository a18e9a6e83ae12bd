import { repair } from '@liren/contract/capabilities/repair'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { Person } from '../../parts/person/person.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import style from './repair.module.css'
import { words } from './words.ts'

interface Props {
  readonly repairId: string
  readonly value?: string
  readonly onChange?: (id: string | undefined) => void
  /** The rules may choose as well. */
  readonly automatic?: boolean
}

/** Who could take it, with their load; the one that the rules would choose is marked. */
export function HandlerField({ repairId, value, onChange, automatic = false }: Props) {
  const t = useWords(words)
  const asked = useQuery(repair.endpoints.handlers, { params: { id: repairId } })
  return (
    <Shown asked={asked} empty={{ when: (data) => data.items.length === 0, show: <p className={style.calm}>{t('noHandlers')}</p> }}>
      {(data) => (
        <div className={style.handlers} role="radiogroup" aria-label={t('chooseHandler')}>
          {automatic && (
            <label className={style.handler}>
              <input type="radio" name="handler" checked={value === undefined} onChange={() => onChange?.(undefined)} />
              <span>{t('automatic')}</span>
              <small>{t('automaticNote')}</small>
            </label>
          )}
          {data.items.map((person) => (
            <label key={person.id} className={style.handler}>
              <input type="radio" name="handler" checked={value === person.id} onChange={() => onChange?.(person.id)} />
              <span>
                <Person name={person.name} />
              </span>
              {person.suggested && (
                <StatusTag tone="success" icon="star">
                  {t('suggested')}
                </StatusTag>
              )}
              <small>{t('load', { count: person.open })}</small>
            </label>
          ))}
        </div>
      )}
    </Shown>
  )
}
