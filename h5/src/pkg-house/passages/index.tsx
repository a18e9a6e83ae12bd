export { default } from '../../../../miniapp/src/pkg-house/passages/index'
