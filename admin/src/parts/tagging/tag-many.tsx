import { tag } from '@liren/contract/capabilities/tag'
import { App, Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../action/action-dialog.tsx'
import { words } from './words.ts'

interface Fields {
  add?: string[]
  remove?: string[]
  reason?: string
}

/** One step for all files that were picked: tags put on, tags taken off. */
export function TagMany({ archive, ids, onDone }: { archive: string; ids: readonly string[]; onDone: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const asked = useQuery(tag.endpoints.counts, open ? { params: { archive } } : null)
  const change = useAction(tag.endpoints.change, 'tag', archive)
  const options = (asked.data?.items ?? [])
    .filter(({ isRetired }) => !isRetired)
    .map((item) => ({ value: item.tag, label: say(item.text) }))
  const submit = async ({ add = [], remove = [], reason }: Fields) => {
    if (add.length + remove.length === 0) {
      message.warning(t('nothing'))
      return false
    }
    const done = await change.run({
      params: { archive },
      body: { ids: [...ids], add, remove, source: 'manual', ...(reason?.trim() ? { reason: reason.trim() } : {}) },
    })
    if (!done) return false
    const rest = done.refused.length > 0 ? t('refused', { count: done.refused.length }) : ''
    message.success(t('done', { changed: done.changed.length, unchanged: done.unchanged.length }) + rest)
    onDone()
    return true
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('tagMany')}</Button>
      <ActionDialog<Fields>
        open={open}
        onClose={() => setOpen(false)}
        title={t('title', { count: ids.length })}
        submit={t('submit')}
        reason="welcome"
        running={change.running}
        error={change.error}
        onSubmit={submit}
      >
        {(['add', 'remove'] as const).map((name) => (
          <Form.Item key={name} name={name} label={t(name)}>
            <Select mode="multiple" options={options} optionFilterProp="label" loading={asked.asking} maxCount={10} />
          </Form.Item>
        ))}
      </ActionDialog>
    </>
  )
}
