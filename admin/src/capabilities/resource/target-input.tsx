import { resource, resourceKinds } from '@liren/contract/capabilities/resource'
import { Form, Select } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import type { OwnInputProps } from '../../app/nav/registry.ts'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

/** What a resource points to, chosen among what the house has of its kind. */
export default function TargetInput({ id, value, onChange }: OwnInputProps) {
  const t = useWords(words)
  const say = useText()
  const form = Form.useFormInstance()
  const chosen: unknown = Form.useWatch(['values', 'kind'], form)
  const kind = resourceKinds.find((one) => one === chosen)
  const [q, setQ] = useState('')
  const isChoice = kind !== undefined && kind !== 'file'
  const asked = useQuery(resource.endpoints.targets, isChoice ? { query: { kind, ...(q ? { q } : {}) } } : null)
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      value={isChoice ? ((value as string | null | undefined) ?? null) : null}
      onChange={(next) => onChange?.(next ?? null)}
      disabled={!isChoice}
      allowClear
      showSearch={{ filterOption: false, onSearch: (typed) => setQ(typed.trim()) }}
      placeholder={kind === 'file' ? t('isFile') : kind === undefined ? t('chooseKind') : t('choose')}
      loading={asked.asking}
      notFoundContent={asked.asking ? null : undefined}
      options={(asked.data?.items ?? []).map((one) => ({
        value: one.target,
        disabled: one.isTaken && one.target !== value,
        label: (
          <>
            {say(one.text)} <small style={{ color: 'var(--text-3)' }}>{one.target}</small> {one.grade && <Chip>{one.grade}</Chip>}
            {one.isTaken && <Chip>{t('taken')}</Chip>}
          </>
        ),
      }))}
      popupRender={(menu) => (
        <>
          {menu}
          {asked.data?.isCut && <p style={{ margin: 0, padding: '4px 12px', color: 'var(--text-3)' }}>{t('cut')}</p>}
        </>
      )}
    />
  )
}
