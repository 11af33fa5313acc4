# Compilers for systems that rustup may not know here. Sourced by .ci/cross-check, .ci/windows and packaging/build.
#
# Debian's rustc-web and rust-web-src are a compiler with the source of its library, from which the library of any system can be
# built. They are unpacked into a folder (about 145 MB to load, 0.8 GB unpacked); nothing is installed. KOTOWARI_CROSS names the
# folder, ${XDG_CACHE_HOME:-~/.cache}/kotowari-cross otherwise.

cross_folder=${KOTOWARI_CROSS:-${XDG_CACHE_HOME:-$HOME/.cache}/kotowari-cross}

# Whether rustup has the target, or can get it.
by_rustup() {
    command -v rustup >/dev/null || return 1
    if ! rustup target list --installed | grep -qx "$1"; then
        # A network that answers nothing must not hold this up for ever.
        timeout "${KOTOWARI_CROSS_TIMEOUT:-120}" rustup target add "$1" >/dev/null 2>&1 || return 1
    fi
}

fetch_debian() {
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
    local version llvm package loaded
    version=$(apt-cache policy rustc-web | awk '/Candidate/ { print $2 }')
    [[ -n $version && $version != '(none)' ]] || return 1
    version=$(cut -d. -f1,2 <<<"$version")
    llvm=$(apt-cache depends rustc-web "libstd-rust-web-$version" | awk '/Depends: libllvm/ { print $2; exit }')
    loaded=$(mktemp -d)
    chmod 755 "$loaded"
    [[ $(id -u) != 0 ]] || chown _apt "$loaded" 2>/dev/null || true
    (cd "$loaded" && apt-get -q download rustc-web cargo-web rust-web-src libstd-rust-web-dev \
        "libstd-rust-web-$version" "$llvm" libgit2-1.5 libhttp-parser2.9 libmbedtls14 libmbedcrypto7 libmbedx509-1) \
        >/dev/null || { rm -rf "$loaded"; return 1; }
    mkdir -p "$cross_folder/root"
    for package in "$loaded"/*.deb; do
        dpkg-deb --fsys-tarfile "$package" |
            tar -x -C "$cross_folder/root" --no-wildcards-match-slash --exclude='./usr/src/*/compiler' --exclude='./usr/share/doc'
    done
    rm -rf "$loaded"
}

# Whether Debian's compiler is there, or can be had.
by_debian() {
    [[ -x $cross_folder/root/usr/bin/rustc ]] || fetch_debian || return 1
}

# Debian's cargo: debian_cargo VERB ARGUMENTS..., with the parts of the library to build in $cross_std. Another compiler must not
# share the ordinary target folder.
debian_cargo() {
    local usr=$cross_folder/root/usr verb=$1
    shift
    env -u RUSTUP_TOOLCHAIN -u RUSTC_WRAPPER LD_LIBRARY_PATH="$usr/lib/x86_64-linux-gnu" \
        RUSTC="$usr/bin/rustc" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$cross_folder/target" \
        CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc-posix \
        "$usr/bin/cargo" "$verb" --locked -Zbuild-std="${cross_std:-std,panic_abort}" "$@"
}
