export { default } from '../../../../miniapp/src/pkg-sys/viewers/index'
