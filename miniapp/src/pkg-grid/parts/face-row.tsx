import { useClient } from '@liren/client'
import { useState } from 'react'
import { LinkButton, PlainButton } from '@/parts/button'
import { FormRow, Tick } from '@/parts/form'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { visitWords as words } from '@/words/visit'
import type { TakenFace } from './visit-value'

interface FaceRowProps {
  readonly face: TakenFace | undefined
  readonly onFace: (face: TakenFace | undefined) => void
  /** When consent was given for the face that is kept already. */
  readonly keptOn?: string | undefined
}

const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)

/** A face is asked for by itself: what it is for, a tick that is never set beforehand, then the camera. */
export function FaceRow({ face, onFace, keptOn }: FaceRowProps) {
  const say = useSay()
  const { platform } = useClient()
  const [agreed, setAgreed] = useState(false)
  const take = async () => {
    const picked = await platform.choosePhotos({ count: 1, source: 'camera' })
    const [photo] = picked.ok ? picked.value : []
    if (photo) onFace({ file: photo.file, consentOn: dayOf(platform.clock.now()) })
  }
  return (
    <FormRow title={say(words.face)} optional hint={say(words.faceAsk)}>
      {keptOn ? <Box className="small">{say(words.faceKept(keptOn))}</Box> : null}
      {face ? (
        <Box className="row between gap-8">
          <Box className="tone-info">{say(words.faceTaken)}</Box>
          <LinkButton id="face-remove" icon="trash" onTap={() => onFace(undefined)}>
            {say(words.remove)}
          </LinkButton>
        </Box>
      ) : (
        <>
          <Tick id="face-consent" on={agreed} onChange={setAgreed}>
            {say(words.faceConsent)}
          </Tick>
          <PlainButton id="face-take" icon="camera" disabled={!agreed} onTap={() => void take()}>
            {say(words.faceTake)}
          </PlainButton>
        </>
      )}
    </FormRow>
  )
}
