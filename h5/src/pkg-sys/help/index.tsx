export { default } from '../../../../miniapp/src/pkg-sys/help/index'
