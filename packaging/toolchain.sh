# shellcheck shell=bash
# Compilers for other systems. Sourced by .ci/cross-check, .ci/windows and packaging/build.
#
# The installed cargo's, where it has the target or rustup can get it; else Debian's rustc-web and rust-web-src, a compiler with the
# source of its library, from which the library of any system can be built. They are unpacked into a folder (about 145 MB to load,
# 0.8 GB unpacked); nothing is installed. KOTOWARI_CROSS names the folder, ${XDG_CACHE_HOME:-~/.cache}/kotowari-cross otherwise.
# KOTOWARI_CROSS_WAY=cargo or =debian allows one of them only.

export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc-posix
cross_folder=${KOTOWARI_CROSS:-${XDG_CACHE_HOME:-$HOME/.cache}/kotowari-cross}

# Whether the installed cargo has the target, or rustup can get it.
by_cargo() {
    [[ $(rustc -vV) != *"host: $1"* ]] || return 0
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

# Finds a compiler for the target. cross_way then says whose it is, cross_built where its programs are.
compiler_for() {
    local way=${KOTOWARI_CROSS_WAY:-cargo debian}
    if [[ $way == *cargo* ]] && by_cargo "$1"; then
        cross_way=cargo
        cross_built=${CARGO_TARGET_DIR:-$PWD/target}/$1
    elif [[ $way == *debian* ]] && by_debian; then
        cross_way=debian
        cross_built=$cross_folder/target/$1
    else
        echo "no compiler for $1: neither rustup (rustup target add $1) nor apt-get brings one" >&2
        return 1
    fi
    cross_target=$1
}

# cargo for that target: cross_cargo VERB ARGUMENTS..., with the parts of the library that Debian's has to build in $cross_std.
cross_cargo() {
    local usr=$cross_folder/root/usr verb=$1
    shift
    if [[ $cross_way == cargo ]]; then
        cargo "$verb" --locked --target "$cross_target" "$@"
    else
        # Another compiler must not share the ordinary target folder.
        env -u RUSTUP_TOOLCHAIN -u RUSTC_WRAPPER LD_LIBRARY_PATH="$usr/lib/x86_64-linux-gnu" \
            RUSTC="$usr/bin/rustc" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$cross_folder/target" \
            "$usr/bin/cargo" "$verb" --locked --target "$cross_target" -Zbuild-std="${cross_std:-std,panic_abort}" "$@"
    fi
}
