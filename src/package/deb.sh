#!/bin/sh
# Makes build/whyfix_VERSION_ARCH.deb of what `make install` installs. The same sources make the same bytes: dates are
# those of the changelog.
set -eu
version=$1
here=$(dirname "$0")
arch=$(dpkg --print-architecture)
stage=build/deb
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date -d "$(sed -n 's/^ -- .*>  //p' "$here/changelog" | head -1)" +%s)}
export SOURCE_DATE_EPOCH

rm -rf "$stage"
make --no-print-directory -s install PREFIX=/usr DESTDIR="$stage/root"
root=$stage/root
doc=$root/usr/share/doc/whyfix
rm -f "$doc/LICENSE"
cp "$here/copyright" "$doc/copyright"
gzip -9n "$doc/changelog"
install -D -m 644 "$here/lintian-overrides" "$root/usr/share/lintian/overrides/whyfix"
find "$root/usr/share/man" -type f -exec gzip -9n {} +
strip --strip-unneeded "$root/usr/bin/whyfix" "$root"/usr/lib/cgi-bin/*.cgi
find "$root" -type d -exec chmod 755 {} +

# which libraries it needs, from the program itself; what it loads later stands in `control`
mkdir -p "$stage/shlibs/debian" "$root/DEBIAN"
printf 'Source: whyfix\n\nPackage: whyfix\nArchitecture: any\n' > "$stage/shlibs/debian/control"
program=$(realpath "$root/usr/bin/whyfix")
depends=$(cd "$stage/shlibs" && dpkg-shlibdeps -O "$program" 2>/dev/null | sed 's/^shlibs:Depends=//')
size=$(du -sk --apparent-size "$root/usr" | cut -f1)
sed -e "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@DEPENDS@/$depends/; s/@SIZE@/$size/" "$here/control" > "$root/DEBIAN/control"
(cd "$root" && find usr -type f | LC_ALL=C sort | xargs md5sum) > "$root/DEBIAN/md5sums"
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$root" "build/whyfix_${version}_$arch.deb"
