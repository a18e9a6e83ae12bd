import { Button, Modal } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { words } from './editor-words.ts'

/** Asks before a half-written text is shut away; nothing is thrown away by mistake. */
export function Leave({ open, onStay, onLeave }: { open: boolean; onStay: () => void; onLeave: (keeps: boolean) => void }) {
  const t = useWords(words)
  return (
    <Modal
      open={open}
      onCancel={onStay}
      title={t('leaveTitle')}
      width={480}
      footer={
        <>
          <Button danger onClick={() => onLeave(false)}>
            {t('discard')}
          </Button>
          <Button onClick={() => onLeave(true)}>{t('leave')}</Button>
          <Button type="primary" onClick={onStay}>
            {t('stay')}
          </Button>
        </>
      }
    >
      {t('leaveText')}
    </Modal>
  )
}
