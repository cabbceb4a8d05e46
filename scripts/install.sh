#!/bin/sh
# Installs binary, key maps, themes, samples, manual pages and shell completions.
#   install.sh TESSERA PREFIX
set -eu
tessera=$1
prefix=$2
install -D -m 755 "$tessera" "$prefix/bin/tessera"
for folder in keymaps themes samples; do
  mkdir -p "$prefix/share/tessera/$folder"
  install -m 644 "$folder"/* "$prefix/share/tessera/$folder/"
done
mkdir -p "$prefix/share/man/man1"
install -m 644 docs/man/*.1 "$prefix/share/man/man1/"
place() {
  mkdir -p "$(dirname "$2")"
  $1 >"$2"
}
place "$tessera --generate-completion-script bash" "$prefix/share/bash-completion/completions/tessera"
place "$tessera --generate-completion-script zsh" "$prefix/share/zsh/site-functions/_tessera"
place "$tessera --generate-completion-script fish" "$prefix/share/fish/vendor_completions.d/tessera.fish"
echo "Installed below $prefix: bin/tessera, share/tessera, share/man/man1, completions for bash, zsh and fish"
