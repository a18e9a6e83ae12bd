import { useAddress } from '../../../app/address.ts'
import { useWords } from '../../../app/language/use.ts'
import { Card, PageHead } from '../../../parts/page/page.tsx'
import { TrackBox } from './track-box.tsx'
import { words } from './words.ts'

/** Where one plate was, played on the map. People are followed from their file, so that it is clear who is meant. */
export default function Tracks() {
  const t = useWords(words)
  const [address, change] = useAddress()
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <Card>
        <TrackBox
          whose={{ plate: address.get('plate') ?? '' }}
          onPlate={(plate) => change((params) => (plate === '' ? params.delete('plate') : params.set('plate', plate)), { replace: true })}
        />
      </Card>
    </>
  )
}
