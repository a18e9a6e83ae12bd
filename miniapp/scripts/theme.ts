import { writeFileSync } from 'node:fs'
import { iconsCss } from '../src/look/icons.ts'
import { scenesCss } from '../src/look/scenes.ts'
import { themeCss } from '../src/look/theme.ts'

const look = new URL('../src/look/', import.meta.url)
writeFileSync(new URL('theme.gen.css', look), themeCss())
writeFileSync(new URL('icons.gen.css', look), iconsCss())
writeFileSync(new URL('scenes.gen.css', look), scenesCss())
