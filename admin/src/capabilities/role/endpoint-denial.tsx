import { Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useText, useWords } from '../../app/language/use.ts'
import type { Catalogue } from './content.ts'
import style from './role.module.css'
import { words } from './words.ts'

interface Props {
  readonly catalogue: Catalogue
  readonly value?: readonly string[]
  readonly onChange?: (ids: string[]) => void
}

/** Interfaces that are refused for this role, even to those who hold the permission. */
export function EndpointDenial({ catalogue, value = [], onChange }: Props) {
  const t = useWords(words)
  const say = useText()
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const denied = new Set(value)
  const matches = (entry: Catalogue['groups'][number]['endpoints'][number]): boolean =>
    onChange === undefined
      ? denied.has(entry.id)
      : wanted === '' || `${entry.path} ${entry.summary.zh} ${entry.summary.en} ${entry.id}`.toLowerCase().includes(wanted)
  return (
    <div className={style.matrix}>
      <p className={style.note}>
        {t('endpointsText')} {t('denied', { count: denied.size })}
      </p>
      {onChange && (
        <Input
          allowClear
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t('searchEndpoint')}
          aria-label={t('searchEndpoint')}
        />
      )}
      {catalogue.groups.map((group) => {
        const shown = group.endpoints.filter(matches)
        if (shown.length === 0) return null
        return (
          <section key={group.name} className={style.group} aria-label={say(group.text)}>
            <header>
              <strong>{say(group.text)}</strong>
            </header>
            {shown.map((entry) => (
              <div key={entry.id} className={style.line}>
                <Checkbox
                  checked={denied.has(entry.id)}
                  disabled={onChange === undefined}
                  onChange={(event) => onChange?.(event.target.checked ? [...value, entry.id] : value.filter((id) => id !== entry.id))}
                >
                  {say(entry.summary)}
                </Checkbox>
                <code>
                  {entry.method} {entry.path}
                </code>
              </div>
            ))}
          </section>
        )
      })}
    </div>
  )
}
