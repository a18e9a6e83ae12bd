import { clockTime } from '@liren/client'
import { Box } from '@/platform/elements'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import './notes.css'

/** How old what is shown is, when it is not the newest. */
export function FreshStamp({ at }: { at: number }) {
  const say = useSay()
  return <Box className="fresh-stamp number">{say(common.updatedAt(clockTime(at)))}</Box>
}
