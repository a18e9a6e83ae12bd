import { user } from '@liren/contract/capabilities/user'
import { App, Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { Person } from '../../parts/person/person.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './review.module.css'
import { ReviewState } from './reviews.tsx'
import { words } from './words.ts'

/** The accounts of a month: tick those that are not needed any more, then sign. */
export function ReviewDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [flagged, setFlagged] = useState(true)
  const [picked, setPicked] = useState<readonly string[]>([])
  const [signing, setSigning] = useState(false)
  const asked = useQuery(
    user.endpoints.review,
    id === undefined ? null : { params: { id }, query: { limit: 100, ...(flagged ? { flagged: 'true' } : {}) } },
  )
  const { run, running, error } = useAction(user.endpoints.signOff)
  const review = asked.data?.review
  const pick = (userId: string, on: boolean) => setPicked(on ? [...picked, userId] : picked.filter((other) => other !== userId))
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={`${t('reviews')} ${review?.month ?? ''}`}
      tags={review && <ReviewState state={review.state} />}
      actions={
        review?.state === 'open' && (
          <Button type="primary" onClick={() => setSigning(true)}>
            {t('signOff')}
          </Button>
        )
      }
    >
      <Checkbox checked={flagged} onChange={(event) => setFlagged(event.target.checked)}>
        {t('onlyFlagged')}
      </Checkbox>
      <Shown asked={asked}>
        {(data) => (
          <ul className={style.list}>
            {data.items.map((entry) => (
              <li key={entry.userId}>
                {data.review.state === 'open' && (
                  <Checkbox
                    aria-label={`${t('choose')}: ${entry.name}`}
                    checked={picked.includes(entry.userId)}
                    disabled={entry.state !== 'active'}
                    onChange={(event) => pick(entry.userId, event.target.checked)}
                  />
                )}
                <Person name={entry.name} note={entry.account ?? ''} />
                <span className={style.flags}>
                  {entry.flags.map((flag) => (
                    <StatusTag key={flag} tone="warning" icon="flag">
                      {t(`flag_${flag}`)}
                    </StatusTag>
                  ))}
                </span>
                <small>
                  <TimeText at={entry.lastSignInAt} none={t('never')} />
                </small>
              </li>
            ))}
          </ul>
        )}
      </Shown>
      <ActionDialog<{ note?: string }>
        open={signing}
        onClose={() => setSigning(false)}
        title={t('signOffTitle', { month: review?.month ?? '' })}
        text={t('signOffText', { count: picked.length })}
        submit={t('signOffSubmit', { count: picked.length })}
        danger={picked.length > 0}
        running={running}
        error={error}
        onSubmit={async ({ note }) => {
          if (review === undefined) return false
          const done = await run({
            params: { id: review.id },
            body: { version: review.version, disable: [...picked], ...(note ? { note } : {}) },
          })
          if (done === undefined) return false
          void message.success(t('signOffDone', { month: review.month }))
          setPicked([])
          return true
        }}
      >
        <Form.Item name="note" label={t('note')}>
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
      </ActionDialog>
    </RecordDrawer>
  )
}
