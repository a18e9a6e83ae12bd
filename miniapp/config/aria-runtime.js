import { mergeInternalComponents } from '@tarojs/shared'
import attributes from './aria-attributes.json'

mergeInternalComponents(Object.fromEntries(['View', 'Text', 'Image', 'Input', 'Textarea', 'Button'].map((name) => [name, attributes])))
