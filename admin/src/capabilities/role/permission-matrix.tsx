import { ranges } from '@liren/contract'
import type { Role } from '@liren/contract/capabilities/role'
import { Checkbox, Segmented } from 'antd'
import { useText, useWords } from '../../app/language/use.ts'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { type Catalogue, type Grant, isClosed, withGrant } from './content.ts'
import style from './role.module.css'
import { words } from './words.ts'

interface Props {
  readonly catalogue: Catalogue
  readonly exclusive: Role['exclusive']
  readonly value?: readonly Grant[]
  readonly onChange?: (grants: Grant[]) => void
}

/** Every permission of the platform, by capability: given or not, and how far it reaches. */
export function PermissionMatrix({ catalogue, exclusive, value = [], onChange }: Props) {
  const t = useWords(words)
  const say = useText()
  const held = new Map(value.map((grant) => [grant.code, grant.range]))
  const readOnly = onChange === undefined
  const groups = catalogue.groups.filter((group) => group.permissions.length > 0)
  return (
    <div className={style.matrix}>
      {groups.map((group) => {
        const open = group.permissions.filter((entry) => !isClosed(entry.reserved, exclusive))
        const given = group.permissions.filter((entry) => held.has(entry.code))
        if (readOnly && given.length === 0) return null
        const setAll = (on: boolean) =>
          onChange?.(
            open.reduce((grants, entry) => withGrant(grants, entry.code, on ? (held.get(entry.code) ?? 'place') : undefined), [...value]),
          )
        return (
          <section key={group.name} className={style.group} aria-label={say(group.text)}>
            <header>
              {readOnly ? (
                <strong>{say(group.text)}</strong>
              ) : (
                <Checkbox
                  checked={open.length > 0 && open.every((entry) => held.has(entry.code))}
                  indeterminate={given.length > 0 && given.length < open.length}
                  disabled={open.length === 0}
                  onChange={(event) => setAll(event.target.checked)}
                >
                  <strong>{say(group.text)}</strong>
                </Checkbox>
              )}
              <small>{t('granted', { count: given.length })}</small>
            </header>
            {(readOnly ? given : group.permissions).map((entry) => {
              const range = held.get(entry.code)
              const closed = isClosed(entry.reserved, exclusive)
              return (
                <div key={entry.code} className={style.line}>
                  {readOnly ? (
                    <span>{say(entry.text)}</span>
                  ) : (
                    <Checkbox
                      checked={range !== undefined}
                      disabled={closed}
                      onChange={(event) => onChange?.(withGrant(value, entry.code, event.target.checked ? 'place' : undefined))}
                    >
                      {say(entry.text)}
                    </Checkbox>
                  )}
                  {closed && entry.reserved && (
                    <StatusTag tone="neutral" icon="lock">
                      {t('reservedFor', { role: t(`exclusive_${entry.reserved}`) })}
                    </StatusTag>
                  )}
                  {range !== undefined &&
                    (readOnly ? (
                      <small>{t(`range_${range}`)}</small>
                    ) : (
                      <Segmented
                        size="small"
                        aria-label={t('range')}
                        value={range}
                        options={ranges.map((name) => ({ value: name, label: t(`range_${name}`) }))}
                        onChange={(next) => onChange?.(withGrant(value, entry.code, next))}
                      />
                    ))}
                </div>
              )
            })}
          </section>
        )
      })}
    </div>
  )
}
