import { App, Button } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { Card } from '../../parts/page/page.tsx'
import { words } from './words.ts'

/** The way back: a command for another machine, never a key on this page. */
export function Restore({ command }: { command: string }) {
  const t = useWords(words)
  return (
    <Card title={t('restore')}>
      <p style={{ marginTop: 0 }}>{t('restoreText')}</p>
      <Command text={command} />
    </Card>
  )
}

function Command({ text }: { text: string }) {
  const t = useWords(words)
  const { message } = App.useApp()
  return (
    <div style={{ display: 'flex', gap: 8, alignItems: 'flex-start', flexWrap: 'wrap' }}>
      <code style={{ flex: '1 1 280px', overflowWrap: 'anywhere', padding: 8, background: 'var(--sunken)', borderRadius: 6 }}>{text}</code>
      <Button
        size="small"
        onClick={async () => {
          // Only pages of a secure origin may write to the clipboard.
          await navigator.clipboard?.writeText(text)
          if (navigator.clipboard) void message.success(t('copiedText'))
        }}
      >
        {t('copy')}
      </Button>
    </div>
  )
}
