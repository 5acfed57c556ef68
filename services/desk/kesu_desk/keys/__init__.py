"""Keys of scanners and programs (设备与接口密钥)."""
