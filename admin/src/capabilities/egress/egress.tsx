import { useWords } from '../../app/language/use.ts'
import { useFlag } from '../../app/use-flag.ts'
import { AddButton } from '../../parts/action/add-button.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { AskDialog } from './ask.tsx'
import { Requests } from './requests.tsx'
import { Stops } from './stops.tsx'
import { Targets } from './targets.tsx'
import { words } from './words.ts'

/** How far data may go, what was asked beyond that, and what was stopped. */
export default function Egress() {
  const t = useWords(words)
  const [asking, setAsking] = useFlag('new')
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <AddButton code="egress.ask" onClick={() => setAsking(true)}>
          {t('ask')}
        </AddButton>
      </PageHead>
      <Targets />
      <Requests />
      <Stops />
      <AskDialog open={asking} onClose={() => setAsking(false)} />
    </>
  )
}
