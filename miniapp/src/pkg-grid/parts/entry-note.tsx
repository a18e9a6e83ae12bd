import { useCall } from '@liren/client'
import { entryEndpoints, type OpenedScene } from '@liren/contract/capabilities/entry'
import { useState } from 'react'
import { LinkButton } from '@/parts/button'
import { ErrorNote } from '@/parts/error-panel'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { visitWords as words } from '@/words/visit'

/** The scene of a visit with its rules and the words to be read out; kept for a day without network. */
export const useScene = () => useCall(entryEndpoints.open, { query: { way: 'field', archive: 'person' } }, { keep: true })

/** In which scene one collects, for what, and by which rules. */
export function EntryNote() {
  const say = useSay()
  const { data, error } = useScene()
  const [isOpen, setOpen] = useState(false)
  if (!data) return error ? <ErrorNote error={error} /> : null
  return (
    <Box className="card" id="visit-scene">
      <Box className="row between gap-8">
        <Box className="grow secondary">{say(words.sceneOf(data.text, data.purpose.text))}</Box>
        <LinkButton id="visit-rules" onTap={() => setOpen(!isOpen)}>
          {say(isOpen ? words.hideRules : words.showRules)}
        </LinkButton>
      </Box>
      {isOpen ? (
        <>
          <Box className="small">{say(data.procedure)}</Box>
          <Told scene={data} />
        </>
      ) : null}
    </Box>
  )
}

/** The words that people are told before anything about them is written. */
export function Told({ scene }: { scene: OpenedScene }) {
  const say = useSay()
  return (
    <Box className="note note-round">
      <Box className="heading">{say(words.told)}</Box>
      <Box>{say(scene.purpose.body)}</Box>
    </Box>
  )
}
