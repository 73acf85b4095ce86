# One command at a time changes a cluster. The lock is the kernel's: it ends with its holder, however that ends.

lock_patience=300 # seconds: a whole up or down of somebody else

take_lock() {
  exec 9> "$directory/lock"
  flock --wait "$lock_patience" 9 || die "another command has been at work on $directory for $lock_patience s"
}
