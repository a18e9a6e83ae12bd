export { default } from '../../../../miniapp/src/pkg-sys/privacy/index'
