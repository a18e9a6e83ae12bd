import { type RetentionClass, retentionEndpoints } from '@liren/contract/capabilities/retention'
import { Button, Modal } from 'antd'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Shown } from '../../parts/state/shown.tsx'
import style from './retention.module.css'
import { words } from './words.ts'

/** What would go now; looking changes nothing. */
export function PreviewDialog({ of, onClose }: { of: RetentionClass; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(retentionEndpoints.preview, { params: { class: of.class } })
  return (
    <Modal
      open
      title={t('previewTitle', { name: say(of.text) })}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t('close')}</Button>}
    >
      <Shown asked={asked}>
        {({ count, isCapped, before, oldestAt, held }) => {
          const day = before.slice(0, 10)
          return (
            <>
              <p>{count + held === 0 ? t('previewNone') : t(isCapped ? 'previewMore' : 'previewCount', { count, day })}</p>
              {held > 0 ? <p>{t('previewHeld', { count: held })}</p> : null}
              {oldestAt === null ? null : <p className={style.hint}>{t('previewOldest', { day: oldestAt.slice(0, 10) })}</p>}
            </>
          )
        }}
      </Shown>
    </Modal>
  )
}
