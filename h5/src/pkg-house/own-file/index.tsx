export { default } from '../../../../miniapp/src/pkg-house/own-file/index'
