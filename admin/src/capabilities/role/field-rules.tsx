import { fieldRules } from '@liren/contract/capabilities/role'
import { Select } from 'antd'
import { useText, useWords } from '../../app/language/use.ts'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { type Catalogue, type FieldRuleEntry, withRule } from './content.ts'
import style from './role.module.css'
import { words } from './words.ts'

const choices = ['default', ...fieldRules] as const

interface Props {
  readonly catalogue: Catalogue
  readonly value?: readonly FieldRuleEntry[]
  readonly onChange?: (rules: FieldRuleEntry[]) => void
}

/** Field by field: hidden, masked, to be read, to be written; or left to the level of the field. */
export function FieldRules({ catalogue, value = [], onChange }: Props) {
  const t = useWords(words)
  const say = useText()
  const rules = new Map(value.map((entry) => [entry.field, entry.rule]))
  const groups = catalogue.groups.filter((group) => group.fields.length > 0)
  return (
    <div className={style.matrix}>
      <p className={style.note}>{t('fieldsText')}</p>
      {groups.map((group) => (
        <section key={group.name} className={style.group} aria-label={say(group.text)}>
          <header>
            <strong>{say(group.text)}</strong>
          </header>
          {group.fields.map((field) => (
            <div key={field.key} className={style.line}>
              <span>
                {say(field.label)} <Chip>{field.level}</Chip>
              </span>
              {onChange === undefined ? (
                <small>{t(`rule_${rules.get(field.key) ?? 'default'}`)}</small>
              ) : (
                <Select<(typeof choices)[number]>
                  size="small"
                  aria-label={say(field.label)}
                  style={{ width: 120 }}
                  value={rules.get(field.key) ?? 'default'}
                  options={choices.map((rule) => ({ value: rule, label: t(`rule_${rule}`) }))}
                  onChange={(rule) => onChange(withRule(value, field.key, rule === 'default' ? undefined : rule))}
                />
              )}
            </div>
          ))}
        </section>
      ))}
    </div>
  )
}
