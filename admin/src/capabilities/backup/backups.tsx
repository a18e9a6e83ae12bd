import { Tabs } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { PageHead } from '../../parts/page/page.tsx'
import { BackupList } from './backup-list.tsx'
import { Drills } from './drills.tsx'
import { Media } from './media.tsx'
import { Rooms } from './rooms.tsx'
import { StartButton } from './start-button.tsx'
import { words } from './words.ts'

/** What there is to go back to, where it lies, and how well going back was practised. */
export default function Backups() {
  const t = useWords(words)
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <StartButton />
      </PageHead>
      <Tabs
        items={[
          { key: 'backups', label: t('tabBackups'), children: <BackupList /> },
          { key: 'media', label: t('tabMedia'), children: <Media /> },
          { key: 'drills', label: t('tabDrills'), children: <Drills /> },
          { key: 'rooms', label: t('tabRooms'), children: <Rooms /> },
        ]}
      />
    </>
  )
}
