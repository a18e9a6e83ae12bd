import { App, Drawer } from 'antd'
import type { ReactNode } from 'react'
import { ErrorBoundary } from '../../app/error-boundary.tsx'
import { useWords } from '../../app/language/use.ts'
import { IconButton } from '../../app/layout/icon-button.tsx'
import { Marked } from '../share/marked.tsx'
import { ShareButton, type Shared } from '../share/share-button.tsx'
import style from './drawer.module.css'
import { words } from './words.ts'

interface Props {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  /** States and clocks beside the title. */
  readonly tags?: ReactNode
  /** What may be done with the record; always in sight. */
  readonly actions?: ReactNode
  readonly width?: number
  /** As what it is passed on to colleagues; without it it cannot be. */
  readonly share?: Shared | undefined
  readonly children: ReactNode
}

/** A record beside its list: the address names it, Esc leads back to the same place in the list. */
export function RecordDrawer({ open, onClose, title, tags, actions, width = 720, share, children }: Props) {
  const t = useWords(words)
  const { message } = App.useApp()
  const copy = () => navigator.clipboard.writeText(location.href).then(() => message.success(t('linkCopied')))
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={width}
      mask={false}
      closable={false}
      destroyOnHidden
      classNames={{ wrapper: style.wrapper ?? '' }}
      styles={{ header: { padding: '12px 16px 12px 24px' }, body: { padding: 24 }, footer: { padding: '12px 24px' } }}
      title={
        <div className={style.title}>
          <div className={style.name}>{title}</div>
          {tags}
        </div>
      }
      extra={
        <div className={style.tools}>
          {share && <ShareButton of={share} />}
          <IconButton icon="link" label={t('copyLink')} onClick={copy} />
          <IconButton icon="close" label={t('close')} onClick={onClose} />
        </div>
      }
      footer={actions}
    >
      <ErrorBoundary>
        <Marked>{children}</Marked>
      </ErrorBoundary>
    </Drawer>
  )
}

/** Parts of a record, one under the other, each with its heading. */
export function Section({ title, extra, children }: { title: ReactNode; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className={style.section}>
      <header>
        <h3>{title}</h3>
        {extra}
      </header>
      {children}
    </section>
  )
}
